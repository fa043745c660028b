# The guide's own site, as far as a reader's computer asks it, and mirrors that fail: ../../faults.
# Its key is no part of the world's: docker machines are not made anew for each change of mirror-doctor.pyz.
ARG SERVICES
FROM ${SERVICES}
RUN mkdir -p /srv/faults/tests /srv/faults/certificates && touch /srv/faults/tests/__init__.py && \
    ln -s /etc/world/server.pem /srv/faults/certificates/good.pem
COPY site/ /srv/guide/
COPY faults/ /srv/faults/tests/faults/
COPY guide/ /etc/world/guide/
LABEL docker-verified=1
