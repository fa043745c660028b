# The repositories of download.docker.com, of its mirrors and of the distros' vendors, in the image that serves them.
# The signing keys stay in the first stage.
ARG SERVICES
FROM ${SERVICES} AS built
COPY debs/ /debs/
COPY compose/ /compose/
COPY packages/ /recipe/
ARG PLUGINS
RUN /recipe/trees.sh && /recipe/plugins.sh ${PLUGINS} && /recipe/github.sh
ARG DEBS
RUN /recipe/debs.sh ${DEBS}
ARG RPMS
RUN /recipe/rpms.sh ${RPMS}
COPY keys/ /keys/
RUN /recipe/publish.sh
ARG STAGE
LABEL docker-verified=1 docker-verified.stage=${STAGE}

FROM ${SERVICES}
COPY --from=built /srv/ /srv/
LABEL docker-verified=1
