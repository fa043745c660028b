# busybox is what a reader meets of alpine; there is no apk.
ARG BUSYBOX
FROM ${BUSYBOX}
RUN printf 'NAME="Stand-in for Alpine Linux"\nID=alpine\nPRETTY_NAME="Stand-in for Alpine Linux"\n' >/etc/os-release
LABEL docker-verified=1 docker-verified.stand-in="of alpine: the distribution's busybox-static, without apk"
CMD ["/bin/sh"]
