# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.

# Style sheet, fonts and icons: exact versions and hashes from package-lock.json.
FROM node:24-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
RUN python -m venv /opt/venv
COPY requirements.lock ./
RUN /opt/venv/bin/python -m pip install --require-hashes -r requirements.lock
COPY --from=packages /build/node_modules node_modules
COPY scripts/assets.py scripts/fonts.py scripts/style_sheet.py scripts/
COPY booking/web/static/fonts.css booking/web/static/
COPY LICENSES LICENSES
RUN /opt/venv/bin/python scripts/assets.py

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    APP_ENV=production DATA_DIR=/data WEB_THREADS=96
RUN useradd --system --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin treffpunkt \
    && install -d -o treffpunkt -g treffpunkt -m 700 /data
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY LICENSE THIRD_PARTY.md wsgi.py celeryconfig.py ./
COPY templates templates
COPY docs/handbuch docs/handbuch
COPY workers workers
COPY booking booking
COPY --from=build /build/booking/web/static/vendor booking/web/static/vendor
USER treffpunkt
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "wsgi:app", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
     "--threads", "96", "--graceful-timeout", "5", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
