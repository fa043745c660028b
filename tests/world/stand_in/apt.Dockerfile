# A stand-in for the image of a distro with apt: Debian under that distro's name.
ARG ROOT
FROM ${ROOT}
COPY os-release /usr/lib/os-release
RUN . /usr/lib/os-release \
    && printf 'DISTRIB_ID=%s\nDISTRIB_RELEASE=%s\nDISTRIB_CODENAME=%s\nDISTRIB_DESCRIPTION="%s"\n' \
       "$NAME" "$VERSION_ID" "$VERSION_CODENAME" "$PRETTY_NAME" >/etc/lsb-release \
    && rm -f /etc/debian_version
LABEL docker-verified=1
