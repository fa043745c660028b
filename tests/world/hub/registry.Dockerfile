# The distribution's docker-registry 2.8.2, with the paths of the image of that name: those of version 3, and those of 2.
# It trusts the rehearsal's authority, so that a pull-through cache reaches Docker Hub.
ARG SERVICES
ARG BUSYBOX
FROM ${SERVICES} AS services
RUN mkdir -p /image/lib64 /image/lib /image/bin /image/etc/ssl/certs /image/var/lib/registry \
    && cp -L /lib64/ld-linux-*.so.* /image/lib64/ \
    && cp -L /lib/*-linux-gnu/libc.so.6 /image/lib/ \
    && cp /usr/bin/docker-registry /image/bin/registry \
    && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}
FROM ${BUSYBOX}
COPY --from=services /image/ /
COPY hub/registry.yml /etc/distribution/config.yml
COPY hub/registry.yml /etc/docker/registry/config.yml
COPY hub/registry.sh /entrypoint.sh
LABEL docker-verified=1 docker-verified.stand-in="of registry: the distribution's docker-registry 2.8.2"
VOLUME /var/lib/registry
EXPOSE 5000
ENTRYPOINT ["/entrypoint.sh"]
CMD ["/etc/distribution/config.yml"]
