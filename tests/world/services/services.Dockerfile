# Every service of the rehearsal world is this image with another command; see ../compose.yaml.
# The configuration and the test certificate are baked in, so that an engine on another host can run it too.
ARG ROOT
FROM ${ROOT}
COPY ca.crt /usr/local/share/ca-certificates/rehearsal.crt
RUN update-ca-certificates >/dev/null
COPY server.pem /etc/world/server.pem
COPY services/ /etc/world/
LABEL docker-verified=1
