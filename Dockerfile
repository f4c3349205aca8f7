# make image builds it, out of the directory that it fills: nothing is downloaded,
# and there is no base image. The program holds the certificates of public
# authorities itself.

FROM scratch
ARG VERSION=
LABEL org.opencontainers.image.title="Crossroads" \
      org.opencontainers.image.description="A portal that helps teams decide how to deploy software and where its data lives" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
COPY --chown=65532:65532 data /data
COPY licenses /licenses
COPY crossroads /crossroads
USER 65532:65532
VOLUME /data
ENV CROSSROADS_ADDR=0.0.0.0:8080 \
    CROSSROADS_DB=/data/crossroads.db \
    SQLITE_TMPDIR=/data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=4s --start-period=5s CMD ["/crossroads", "health"]
ENTRYPOINT ["/crossroads"]
