# Of the image of that name, the guide uses the program that writes password files.
ARG ROOT
FROM ${ROOT} AS whole
COPY hub/take.sh /take.sh
RUN /take.sh apache2-utils base-files libc6
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}
FROM scratch
COPY --from=whole /image/ /
LABEL docker-verified=1 docker-verified.stand-in="of httpd: the distribution's htpasswd, without a web server"
CMD ["htpasswd"]
