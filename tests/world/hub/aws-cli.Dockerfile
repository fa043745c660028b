# The distribution's AWS CLI, with the APIs that the guide uses, and those that it reads as it starts.
# Python takes what it compiled only if the time of the source is the same: hence cp -a.
# It brings its own list of authorities; here that is the rehearsal's.
ARG ROOT
ARG SERVICES
ARG BUSYBOX
FROM ${SERVICES} AS services
FROM ${ROOT} AS whole
WORKDIR /usr/lib/python3/dist-packages/awscli
RUN mkdir /kept \
    && (cd botocore/data && mv ecr sso sso-oidc sts codedeploy config opsworkscm s3 *.json /kept/) \
    && rm -r botocore/data data/ac.index examples \
    && mv /kept botocore/data \
    && mkdir -p /image/usr/bin /image/usr/lib/python3 /image/lib64 \
    && cp /usr/bin/aws /usr/bin/python3.13 /image/usr/bin/ \
    && ln -s python3.13 /image/usr/bin/python3 \
    && cp -a /usr/lib/python3.13 /image/usr/lib/ \
    && cp -a /usr/lib/python3/dist-packages /image/usr/lib/python3/ \
    && ldd /usr/bin/python3.13 $(find /image -name '*.so') | awk '$2 == "=>" {print $3}' | sort -u \
    | xargs cp -L --parents --target-directory /image \
    && cp -L --parents /usr/lib/*-linux-gnu/ossl-modules/legacy.so /image/ \
    && cp -L /lib64/ld-linux-*.so.* /image/lib64/
COPY --from=services /etc/ssl/certs/ca-certificates.crt /image/usr/lib/python3/dist-packages/awscli/botocore/cacert.pem
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}
FROM ${BUSYBOX}
COPY --from=whole /image/ /
WORKDIR /aws
LABEL docker-verified=1 docker-verified.stand-in="of amazon/aws-cli: the distribution's awscli"
ENTRYPOINT ["/usr/bin/aws"]
CMD ["help"]
