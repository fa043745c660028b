# The distribution's Python, with its standard library, on Debian.
ARG ROOT
ARG DEBIAN
FROM ${ROOT} AS whole
COPY hub/take.sh /take.sh
RUN /take.sh libpython3.13-minimal libpython3.13-stdlib python3-minimal python3.13-minimal \
    && cp -a /usr/lib/python3.13/. /image/usr/lib/python3.13/ \
    && mkdir -p /image/usr/local/bin \
    && ln -s /usr/bin/python3 /image/usr/local/bin/python \
    && ln -s /usr/bin/python3 /image/usr/local/bin/python3
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}
FROM ${DEBIAN}
COPY --from=whole /image/ /
LABEL docker-verified=1 docker-verified.stand-in="of python: the distribution's python3"
CMD ["python3"]
