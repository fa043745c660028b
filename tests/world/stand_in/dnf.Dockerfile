# A stand-in for the image of a distro with dnf: Debian under that distro's name, with rpm and dnf, and without its own.
ARG ROOT
FROM ${ROOT}
COPY os-release /usr/lib/os-release
COPY become.sh base.spec dnf.conf /stand-in/
ARG RELEASE
ARG DNF
RUN /stand-in/become.sh ${RELEASE} ${DNF} && rm -rf /stand-in
LABEL docker-verified=1
