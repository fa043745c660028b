#!/bin/sh
# Starts as the entrypoint of the image registry does: a configuration is served, a command is the program's.
case "$1" in
  *.yaml | *.yml) set -- registry serve "$@" ;;
  serve | garbage-collect | help | -*) set -- registry "$@" ;;
esac
exec "$@"
