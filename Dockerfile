# docker build --build-arg VERSION=0.1.0 -t crossroads .
# docker run -p 8080:8080 -v crossroads:/data crossroads

FROM golang:1.26.8 AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY release/go.mod release/go.sum release/
RUN go mod download && cd release && go mod download
COPY . .
ARG VERSION=
ENV CGO_ENABLED=0
RUN go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/crossroads . \
 && (cd release && go run . notices /out/crossroads ../lettering/fonts >/out/THIRD-PARTY-NOTICES.txt \
 && go tool cyclonedx-gomod bin -json -licenses -std -noserial -notimestamp -version "${VERSION:-devel}" -output /out/sbom.cdx.json /out/crossroads) \
 && mkdir /out/data

FROM scratch
ARG VERSION=
LABEL org.opencontainers.image.title="Crossroads" \
      org.opencontainers.image.description="A portal that helps teams decide how to deploy software and where its data lives" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /out/crossroads /crossroads
COPY --from=build /src/LICENSE /out/THIRD-PARTY-NOTICES.txt /out/sbom.cdx.json /
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
VOLUME /data
ENV CROSSROADS_ADDR=0.0.0.0:8080 \
    CROSSROADS_DB=/data/crossroads.db \
    SQLITE_TMPDIR=/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=4s --start-period=5s CMD ["/crossroads", "health"]
ENTRYPOINT ["/crossroads"]
