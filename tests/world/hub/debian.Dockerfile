# Debian as it is bootstrapped.
ARG ROOT
FROM ${ROOT}
COPY hub/debian.sources /etc/apt/sources.list.d/debian.sources
LABEL docker-verified=1 docker-verified.stand-in="of debian: bootstrapped from the distribution's archive"
CMD ["bash"]
