# Prints what the image of that name begins with, then says what it is.
ARG ROOT
FROM ${ROOT} AS root
FROM scratch
COPY --from=root /bin/busybox /bin/busybox
COPY hub/hello /hello
LABEL docker-verified=1 docker-verified.stand-in="of hello-world: prints its greeting"
CMD ["/hello"]
