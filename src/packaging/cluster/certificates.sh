#!/bin/sh
# Makes what the nodes of a cluster know each other by: an authority for this cluster alone, and a key and a certificate for
# each node. Needs openssl.
#
#   certificates.sh FOLDER NODE...      as in: certificates.sh tls node-1 node-2 node-3
#
#   FOLDER/authorities.pem    for all nodes
#   FOLDER/NODE.key, .pem     for that node; made anew where they are there
#   FOLDER/authority.key      for no node: whoever has it can let machines in. Kept elsewhere, and put here again for more nodes
#
# Certificates of nodes are valid for 825 days. Nodes read the files again every five minutes, so that new ones need no restart.
set -eu

if [ $# -lt 2 ]; then
  echo "usage: ${0##*/} FOLDER NODE..." >&2
  exit 2
fi
folder=$1
shift
umask 077
mkdir -p "$folder"
cd "$folder"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# All nodes have the same subject: it is what they look for in each other's certificates.
cat >"$work/openssl.cnf" <<'END'
[req]
distinguished_name = subject
prompt = no
[subject]
CN = sluice
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[node]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
END

request() {
  openssl req -new -config "$work/openssl.cnf" -newkey rsa:3072 -nodes -sha256 "$@" 2>"$work/log" || {
    cat "$work/log" >&2
    exit 1
  }
}

if [ ! -e authorities.pem ]; then
  request -x509 -extensions authority -days 7300 -subj "/CN=authority of the cluster" \
    -keyout authority.key -out authorities.pem
fi
for node; do
  request -keyout "$work/key" -out "$work/request"
  openssl x509 -req -in "$work/request" -sha256 -days 825 -set_serial "0x$(openssl rand -hex 16)" \
    -CA authorities.pem -CAkey authority.key -extfile "$work/openssl.cnf" -extensions node \
    -out "$work/certificate" 2>"$work/log" || {
    cat "$work/log" >&2
    exit 1
  }
  mv "$work/key" "$node.key"
  mv "$work/certificate" "$node.pem"
done
