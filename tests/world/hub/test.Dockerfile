# What Docker Hub keeps for those who ask for their pull limit.
ARG BUSYBOX
FROM ${BUSYBOX}
LABEL docker-verified=1 docker-verified.stand-in="of ratelimitpreview/test: busybox"
