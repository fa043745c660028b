# The distribution's nginx, laid out as the image of that name has it: one page, logs on standard output.
ARG ROOT
FROM ${ROOT}
COPY hub/default.conf /etc/nginx/conf.d/default.conf
COPY hub/docker-entrypoint.sh /docker-entrypoint.sh
RUN rm -f /etc/nginx/sites-enabled/* \
    && sed -i 's|^error_log .*|error_log /var/log/nginx/error.log notice;|' /etc/nginx/nginx.conf \
    && ln -sf /dev/stdout /var/log/nginx/access.log \
    && ln -sf /dev/stderr /var/log/nginx/error.log
LABEL docker-verified=1 docker-verified.stand-in="of nginx: the distribution's nginx"
EXPOSE 80
STOPSIGNAL SIGQUIT
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["nginx", "-g", "daemon off;"]
