# A distro with apt as a reader's computer: what an installed one has and its container image lacks, and the reader.
# It serves every world: BASE is the official image, or what stands for it in a rehearsal.
ARG BASE
FROM ${BASE}

ARG PACKAGES
RUN dpkg --status ${PACKAGES} >/dev/null 2>&1 \
    || { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${PACKAGES}; } \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/log/apt/* /var/log/dpkg.log /var/log/bootstrap.log

ARG USERS
COPY computer.sh /
RUN /computer.sh ${USERS} && rm /computer.sh

ENV LANG=C.UTF-8
LABEL docker-verified=1
STOPSIGNAL SIGRTMIN+3
CMD ["/sbin/init"]
