# The distribution's nginx and a shell, laid out as the image of that name has it: one page, logs on standard output.
ARG ROOT
FROM ${ROOT} AS whole
COPY hub/take.sh /take.sh
RUN /take.sh base-files bash coreutils dash grep hostname libc-bin libc6 nginx nginx-common sed \
    && cp /etc/passwd /etc/group /etc/nsswitch.conf /image/etc/ \
    && cd /image \
    && rm -f etc/nginx/sites-enabled/* \
    && sed -i 's|^error_log .*|error_log /var/log/nginx/error.log notice;|' etc/nginx/nginx.conf \
    && ln -sf /dev/stdout var/log/nginx/access.log \
    && ln -sf /dev/stderr var/log/nginx/error.log
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}
FROM scratch
COPY --from=whole /image/ /
COPY hub/default.conf /etc/nginx/conf.d/default.conf
COPY hub/docker-entrypoint.sh /docker-entrypoint.sh
LABEL docker-verified=1 docker-verified.stand-in="of nginx: the distribution's nginx"
EXPOSE 80
STOPSIGNAL SIGQUIT
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
