#!/usr/bin/env bash
# stand-ins.sh PREFIX KUSTOMIZE HELM: images to build ours from and to compare it with, made of Debian's packages and of
# this machine's Node, so that no registry is needed. What is there already stays.
#   PREFIX/debian  a small Debian             PREFIX/tools  /tools/kustomize and /tools/helm
#   PREFIX/node    the same with Node         PREFIX/cat    libc and `cat`, its entrypoint
set -euo pipefail
prefix=$1 kustomize=$2 helm=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

has() { podman image exists "$prefix/$1"; }
build() { podman build --quiet --network host --tag "$prefix/$1" --file - "$2" >/dev/null; }

if ! has debian; then
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" >&2
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  tar -C "$root" -c . | podman import --quiet - "$prefix/debian" >/dev/null
fi

if ! has cat; then
  build cat "$work" <<EOF
FROM $prefix/debian AS debian
RUN mkdir /system && cp --parents --dereference /etc/passwd /bin/cat /lib*/ld-linux-*.so.* /lib/*-linux-gnu/libc.so.6 /system
FROM scratch
COPY --from=debian /system /
USER 65534
ENTRYPOINT ["/bin/cat"]
EOF
fi

if ! has node; then
  mkdir "$work/node"
  cp "$(node -p process.execPath)" "$work/node/node"
  cp -r "$(dirname "$(dirname "$(realpath "$(command -v npm)")")")" "$work/node/npm"
  build node "$work/node" <<EOF
FROM $prefix/debian
COPY node /usr/bin/node
COPY npm /usr/lib/node_modules/npm
RUN ln -s /usr/lib/node_modules/npm/bin/npm-cli.js /usr/bin/npm
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
EOF
fi

if ! has tools; then
  mkdir "$work/tools"
  cp "$kustomize" "$helm" "$work/tools/"
  build tools "$work/tools" <<EOF
FROM scratch
COPY . /tools
EOF
fi
