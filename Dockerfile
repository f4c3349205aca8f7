# docker build --build-arg VERSION=0.1.0 -t crossroads .
# docker run -p 8080:8080 -v crossroads:/data crossroads

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/crossroads . \
 && mkdir /out/data

FROM scratch
ARG VERSION=
LABEL org.opencontainers.image.title="Crossroads" \
      org.opencontainers.image.description="A portal that helps teams choose between deployment architectures" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /out/crossroads /crossroads
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
VOLUME /data
ENV CROSSROADS_ADDR=0.0.0.0:8080 \
    CROSSROADS_DB=/data/crossroads.db \
    SQLITE_TMPDIR=/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=4s --start-period=5s CMD ["/crossroads", "health"]
ENTRYPOINT ["/crossroads"]
