# One image for web, workers, timetable and migrations.

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt /build/requirements.txt
RUN python -m venv /opt/venv
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /build/requirements.txt

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=workbench.settings.production \
    WORKBENCH_HOST=0.0.0.0 \
    WORKBENCH_DATA=/data \
    WORKBENCH_STATIC=/app/static
# Dossiers as PDF are set in the fonts that are there: these have every script.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin workbench
RUN mkdir -p /app /data/files && chown -R workbench:workbench /data
COPY --from=build /opt/venv /opt/venv
COPY manage.py /app/
COPY workbench /app/workbench
COPY annotations /app/annotations
WORKDIR /app
# Collecting connects to nothing and signs nothing: what is named here never leaves this step.
RUN WORKBENCH_SECRET_KEY=collecting WORKBENCH_ALLOWED_HOSTS=collecting \
    DATABASE_URL=postgresql://nobody@localhost/nothing REDIS_URL=redis://localhost \
    python manage.py collectstatic --no-input --verbosity 0
RUN python -m compileall -q /app/workbench /app/annotations
USER workbench
EXPOSE 8000
CMD ["gunicorn", "--config", "python:workbench.gunicorn_settings", "workbench.wsgi"]
