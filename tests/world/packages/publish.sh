#!/bin/bash
# Makes signed apt repositories of the packages below /srv/packages/linux/debian, one per suite.
set -euo pipefail
cd /srv/packages/linux/debian

GNUPGHOME=$(mktemp -d)
export GNUPGHOME
gpg --batch --quiet --import /signing-key.asc
gpg --batch --armor --output gpg --export

for suite in dists/*; do
  for pool in "$suite"/pool/stable/*; do
    index=$suite/stable/binary-${pool##*/}
    mkdir -p "$index"
    apt-ftparchive packages "$pool" >"$index/Packages"
    gzip --keep --no-name "$index/Packages"
  done
  apt-ftparchive -o "APT::FTPArchive::Release::Origin=Docker" -o "APT::FTPArchive::Release::Label=Docker CE" \
    -o "APT::FTPArchive::Release::Suite=${suite#*/}" -o "APT::FTPArchive::Release::Codename=${suite#*/}" \
    -o "APT::FTPArchive::Release::Components=stable" -o "APT::FTPArchive::Release::Architectures=${pool##*/}" \
    release "$suite" >"$GNUPGHOME/Release"
  gpg --batch --clearsign --output "$suite/InRelease" "$GNUPGHOME/Release"
  gpg --batch --armor --detach-sign --output "$suite/Release.gpg" "$GNUPGHOME/Release"
  mv "$GNUPGHOME/Release" "$suite/Release"
done
