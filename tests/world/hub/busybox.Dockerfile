# The distribution's static busybox, under the name of each of its applets.
ARG ROOT
FROM ${ROOT} AS root
RUN mkdir -p /image/bin /image/etc /image/tmp /image/root \
    && chmod 1777 /image/tmp \
    && cp /bin/busybox /image/bin/busybox \
    && for applet in $(/bin/busybox --list); do [ -e "/image/bin/$applet" ] || ln -s busybox "/image/bin/$applet"; done \
    && printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >/image/etc/passwd \
    && printf 'root:x:0:\nnogroup:x:65534:\n' >/image/etc/group
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}
FROM scratch
COPY --from=root /image/ /
LABEL docker-verified=1 docker-verified.stand-in="of busybox: the distribution's busybox-static"
CMD ["sh"]
