# What a stand-in is for another platform: something to pull, save and load, but nothing to run.
FROM scratch
COPY hub/other-platform.txt /README
LABEL docker-verified=1 docker-verified.stand-in="of an image for another platform: it does not run"
CMD ["sh"]
