# A distro with dnf as a reader's computer: what an installed one has and its container image lacks, and the reader.
# It serves every world: BASE is the official image, or what stands for it in a rehearsal.
ARG BASE
FROM ${BASE}

ARG PACKAGES
RUN rpm --query --whatprovides ${PACKAGES} >/dev/null 2>&1 \
    || { dnf install -y --setopt=install_weak_deps=False ${PACKAGES} && dnf clean all; } \
    && rm -rf /var/log/dnf* /var/log/hawkey.log

ARG USERS
COPY computer.sh /
RUN /computer.sh ${USERS} && rm /computer.sh

ENV LANG=C.UTF-8
LABEL docker-verified=1
STOPSIGNAL SIGRTMIN+3
CMD ["/sbin/init"]
