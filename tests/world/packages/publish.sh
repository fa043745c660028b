#!/bin/bash
# Makes signed repositories of the packages: Docker's below /srv/packages/linux, the vendors' below /srv/repositories.
# GNUPGHOME is made anew for each key, so that each signs its own only.
set -euo pipefail

use_key() { # OWNER
  GNUPGHOME=$(mktemp -d)
  export GNUPGHOME
  gpg --batch --quiet --import "/keys/$1.asc"
  key=$(gpg --batch --with-colons --list-keys | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' | head -n 1)
}

apt() { # FAMILY: one suite per codename
  cd "/srv/packages/linux/$1"
  gpg --batch --armor --output gpg --export
  for suite in dists/*; do
    local codename=${suite#*/} pool=("$suite"/pool/stable/*) option=APT::FTPArchive::Release
    local index=$suite/stable/binary-${pool[0]##*/}
    mkdir -p "$index"
    apt-ftparchive packages "${pool[0]}" >"$index/Packages"
    gzip --keep --no-name "$index/Packages"
    apt-ftparchive -o "$option::Origin=Docker" -o "$option::Label=Docker CE" -o "$option::Suite=$codename" \
      -o "$option::Codename=$codename" -o "$option::Components=stable" \
      -o "$option::Architectures=${pool[0]##*/}" release "$suite" >"$GNUPGHOME/Release"
    gpg --batch --clearsign --output "$suite/InRelease" "$GNUPGHOME/Release"
    gpg --batch --armor --detach-sign --output "$suite/Release.gpg" "$GNUPGHOME/Release"
    mv "$GNUPGHOME/Release" "$suite/Release"
  done
}

rpm_repository() { # FOLDER
  rpmsign --addsign --define "_openpgp_sign_id $key" --define "_gpg_name $key" "$1"/Packages/*.rpm >/dev/null
  createrepo_c --quiet --compatibility --checksum sha256 "$1"
  gpg --batch --armor --detach-sign --output "$1/repodata/repomd.xml.asc" "$1/repodata/repomd.xml"
}

rpm() { # FAMILY
  cd "/srv/packages/linux/$1"
  gpg --batch --armor --output gpg --export
  sed "s/@FAMILY@/$1/g" /recipe/docker-ce.repo >docker-ce.repo
  for folder in */*/stable; do
    rpm_repository "$folder"
  done
}

use_key docker
for family in /srv/packages/linux/*; do
  if [[ -d $family/dists ]]; then
    apt "${family##*/}"
  else
    rpm "${family##*/}"
  fi
done
use_key vendor
for folder in /srv/repositories/*/*/*; do
  rpm_repository "$folder"
done
