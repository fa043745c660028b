# The distribution's Python.
ARG ROOT
FROM ${ROOT}
RUN ln -s /usr/bin/python3 /usr/local/bin/python && ln -s /usr/bin/python3 /usr/local/bin/python3
LABEL docker-verified=1 docker-verified.stand-in="of python: the distribution's python3-minimal"
CMD ["python3"]
