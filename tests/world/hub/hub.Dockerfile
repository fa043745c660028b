# Docker Hub's registry, stocked: ../stocking.py filled registry.tar.
ARG SERVICES
FROM ${SERVICES}
ADD registry.tar /srv/
LABEL docker-verified=1
