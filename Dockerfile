# syntax=docker/dockerfile:1

# The image of `uip serve`: the server, the WhatsApp component, and nothing that
# was needed to build them. See docs/deployment.md.

FROM rust:1.95.0-bookworm AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo xtask build \
    && mkdir -p /image/usr/local/bin /image/usr/local/share/uip \
    && install -m 0755 target/release/uip /image/usr/local/bin/uip \
    && install -m 0644 target/wasm32-wasip2/component/whatsapp.wasm adapter.json LICENSE \
        /image/usr/local/share/uip/

FROM debian:bookworm-slim
ARG VERSION=unknown
LABEL org.opencontainers.image.title="uip serve" \
      org.opencontainers.image.description="Durable webhook server for UIP adapters, with the WhatsApp adapter" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"

# Root certificates for outgoing TLS.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 uip \
    && useradd --system --uid 10001 --gid uip --home-dir /var/lib/uip --shell /usr/sbin/nologin uip \
    && install -d -o uip -g uip -m 0700 /var/lib/uip /var/cache/uip \
    && install -d -m 0755 /etc/uip
COPY --from=build /image/ /

USER 10001:10001
WORKDIR /var/lib/uip
# The inbox: everything that was acknowledged and is not delivered yet.
VOLUME ["/var/lib/uip"]
ENV UIP_CACHE_DIR=/var/cache/uip \
    UIP_HEALTH_PORT=8080
EXPOSE 8080
STOPSIGNAL SIGTERM

# Whether the process answers. Whether it can store notifications is /readyz: a
# full disk is no reason to restart.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/bin/bash", "-o", "pipefail", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/$UIP_HEALTH_PORT\" && printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]

ENTRYPOINT ["/usr/local/bin/uip", "--config", "/etc/uip/uip.toml"]
CMD ["serve"]
