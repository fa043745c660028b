# The apt repositories of download.docker.com and its mirrors, in the image that serves them.
# The signing key stays in the first stage.
ARG SERVICES
FROM ${SERVICES} AS built
COPY debs/ /debs/
COPY signing-key.asc /signing-key.asc
COPY packages/ /recipe/
RUN /recipe/repackage.sh && /recipe/publish.sh
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}

FROM ${SERVICES}
COPY --from=built /srv/packages/ /srv/packages/
LABEL docker-verified=1
