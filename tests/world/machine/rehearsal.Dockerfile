# A machine of the rehearsal world: it trusts the world's CA, and its packages come through the world's archive.
ARG MACHINE
FROM ${MACHINE}
COPY ca.crt /usr/local/share/ca-certificates/rehearsal.crt
COPY etc/ /etc/
RUN update-ca-certificates >/dev/null && rm -f /etc/apt/sources.list
LABEL docker-verified=1
