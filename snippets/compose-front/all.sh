#!/usr/bin/env bash

# --8<-- [start:files]
cat >front/index.html <<'HTML'
<h1>Shop</h1>
HTML
cat >front/default.conf <<'NGINX'
server {
  listen 80;
  root /usr/share/nginx/html;
  resolver 127.0.0.11 valid=2s;

  location /api/ {
    set $back http://back:8000;
    proxy_pass $back;
  }
}
NGINX
# --8<-- [end:files]
# --8<-- [start:files-check]
[[ -s front/index.html && -s front/default.conf ]]
# --8<-- [end:files-check]
