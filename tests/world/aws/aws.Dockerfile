# AWS: moto, whose libraries are the distribution's, and what makes a registry of it.
ARG SERVICES
FROM ${SERVICES}
COPY moto/ /usr/lib/python3/dist-packages/moto/
COPY ecr.py /etc/world/ecr.py
COPY aws/ /etc/world/aws/
LABEL docker-verified=1
