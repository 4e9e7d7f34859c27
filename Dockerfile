# syntax=docker/dockerfile:1
# Writ, and the scripts of its pipelines (ci/), for GitLab and whatever else runs containers. Pin what you build on by
# its digest: docker build --build-arg NODE=node:22-bookworm-slim@sha256:… .
ARG NODE=node:22-bookworm-slim

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

# What runs: no tools to build with, and no script of a dependency has run.
FROM ${NODE} AS install
WORKDIR /opt/writ
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force
COPY --from=build /build/bin bin
COPY --from=build /build/dist dist
COPY --from=build /build/oclif.manifest.json ./
COPY schema schema
COPY examples examples
COPY policies policies
COPY templates templates
COPY ci ci
COPY LICENSE README.md ./

FROM ${NODE}
# Git for baselines and records; certificates for platforms that speak TLS.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/*
COPY --from=install /opt/writ /opt/writ
RUN ln -s /opt/writ/bin/writ.js /usr/local/bin/writ
USER node
WORKDIR /estate
ENTRYPOINT ["writ"]
CMD ["--help"]
