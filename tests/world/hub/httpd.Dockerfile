# Of the image of that name, the guide uses the program that writes password files.
ARG ROOT
FROM ${ROOT}
LABEL docker-verified=1 docker-verified.stand-in="of httpd: the distribution's htpasswd, without a web server"
CMD ["htpasswd"]
