# The shop as one small image: pages, then the program with the pages in it, then nothing but the program.
# `docker build .` needs no database: queries are checked against .sqlx/.

FROM node:20-bookworm-slim AS pages
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY openapi/openapi.json /src/openapi/openapi.json
COPY frontend ./
RUN npm run build

FROM rust:1.95-slim-bookworm AS program
WORKDIR /src
ENV SQLX_OFFLINE=true
COPY . .
COPY --from=pages /src/frontend/dist frontend/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --profile dist --package doorbuster-server \
    && cp target/dist/doorbuster /usr/local/bin/doorbuster

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin doorbuster \
    && install -d -o 10001 -g 10001 /var/lib/doorbuster
COPY --from=program /usr/local/bin/doorbuster /usr/local/bin/doorbuster
USER 10001:10001
WORKDIR /var/lib/doorbuster
ENV LISTEN=0.0.0.0:8080 \
    DATA_DIR=/var/lib/doorbuster \
    LOG_FORMAT=json
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s CMD ["doorbuster", "health"]
ENTRYPOINT ["doorbuster"]
CMD ["serve"]
