# The distribution's Python, with its standard library.
ARG ROOT
FROM ${ROOT}
COPY hub/debian.sources /etc/apt/sources.list.d/debian.sources
RUN ln -s /usr/bin/python3 /usr/local/bin/python && ln -s /usr/bin/python3 /usr/local/bin/python3
LABEL docker-verified=1 docker-verified.stand-in="of python: the distribution's python3"
CMD ["python3"]
