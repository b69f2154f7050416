# The function is the default target; `cmp` is a sidecar for Argo CD's repo-server.
# The release pins these by digest.
ARG NODE_IMAGE=node:24-slim
ARG GO_IMAGE=golang:1.26
ARG DEBIAN_IMAGE=debian:bookworm-slim

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /src
COPY package.json package-lock.json ./
# Without `prepare`, which needs the sources.
RUN npm ci --ignore-scripts && npm rebuild
COPY . .
ARG TARGETARCH
RUN npm run build \
 && npm run exe -- "linux-$(echo "$TARGETARCH" | sed s/amd64/x64/)" \
 && mv dist/inject-shm-linux-* dist/inject-shm

# The checksums are those of Go's checksum database. `--build-context tools=…` puts an image with /tools in its place.
FROM --platform=$BUILDPLATFORM ${GO_IMAGE} AS tools
ARG TARGETARCH
ARG KUSTOMIZE_VERSION=v5.8.2
ARG HELM_VERSION=v4.3.1
ENV CGO_ENABLED=0 GOOS=linux GOARCH=$TARGETARCH
RUN go install -trimpath -ldflags='-s -w' "sigs.k8s.io/kustomize/kustomize/v5@$KUSTOMIZE_VERSION" \
 && go install -trimpath -ldflags='-s -w' "helm.sh/helm/v4/cmd/helm@$HELM_VERSION" \
 && mkdir /tools \
 && find "$(go env GOPATH)/bin" -type f -exec mv {} /tools \;

FROM ${DEBIAN_IMAGE} AS cmp
LABEL org.opencontainers.image.title="inject-shm for Argo CD" \
      org.opencontainers.image.description="A config management plugin that gives every pod a /dev/shm of the right size" \
      org.opencontainers.image.licenses="Apache-2.0"
# kustomize fetches remote bases with git.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 999 --home-dir /tmp argocd
COPY --from=tools /tools/kustomize /tools/helm /usr/local/bin/
COPY --from=build /src/dist/inject-shm /usr/local/bin/inject-shm
COPY --from=build /src/LICENSE /src/dist/THIRD-PARTY-LICENSES.txt /usr/share/doc/inject-shm/
COPY examples/argocd/plugin.yaml /home/argocd/cmp-server/config/plugin.yaml
ENV HOME=/tmp
USER 999
# Argo CD's init container puts it there.
ENTRYPOINT ["/var/run/argocd/argocd-cmp-server"]

# libc, and nobody to run as: the executable needs no more of a system.
FROM ${DEBIAN_IMAGE} AS system
RUN mkdir -p /system/etc \
 && cp --parents --dereference /lib*/ld-linux-*.so.* /lib/*-linux-gnu/libc.so.6 /lib/*-linux-gnu/libm.so.6 \
      /lib/*-linux-gnu/libdl.so.2 /lib/*-linux-gnu/libpthread.so.0 /usr/share/doc/libc6/copyright /system \
 && grep -E '^(root|nobody):' /etc/passwd > /system/etc/passwd

FROM scratch AS function
LABEL org.opencontainers.image.title="inject-shm" \
      org.opencontainers.image.description="A KRM function that gives every pod a /dev/shm of the right size" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=system /system /
COPY --from=build /src/dist/inject-shm /usr/local/bin/inject-shm
COPY --from=build /src/LICENSE /src/dist/THIRD-PARTY-LICENSES.txt /usr/share/doc/inject-shm/
# `nobody`, as a number: Kubernetes cannot tell by a name that it is not root.
USER 65534
ENTRYPOINT ["/usr/local/bin/inject-shm"]
