# 落实 Luoshi. Two commands: make run, make test.
PYTHON ?= python3
PORT ?= 8000
PLAN ?=
SAMPLE := examples/云岭县实干争先大讨论方案.docx
PROOF_SCALE ?= 1
export PORT PLAN PROOF_SCALE
ifdef DATA
export LUOSHI_DATA := $(DATA)
endif

PY := .venv/bin/python
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-input
.DEFAULT_GOAL := help
.PHONY: help setup run test check test-postgres proof bench browser lock

help: ## 列出这些命令 List these commands
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { split($$1, name, ":"); printf "  make %-14s %s\n", name[1], $$2 }' Makefile

setup: .venv/.ready ## 建好 .venv 和 .venv/bin/luoshi Make .venv and .venv/bin/luoshi

run: .venv/.ready ## 启动；PLAN=方案文件 PORT=端口 DATA=数据目录 Start; PLAN=file PORT=port DATA=folder
	@exec $(PY) -m luoshi.faces.console.child $$PPID run --port "$$PORT" --sample $(SAMPLE) $${PLAN:+--plan "$$PLAN"}

test: .venv/.dev ## 全部测试 The whole suite
	@$(PY) -m pytest -n 2 tests

check: .venv/.dev ## 静态检查 Lint, types, contracts, migrations, messages, docs
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@LUOSHI_DATA=.mypy_cache/data $(PY) -m mypy
	@$(PY) tools/messages.py check
	@$(PY) -m pytest tests/architecture

test-postgres: .venv/.dev ## 同样的测试，在内置 PostgreSQL 上 The same tests on an embedded PostgreSQL
	@$(PY) -W ignore tools/postgres.py $(PY) -m pytest -n 2 -m "not browser" tests

proof: .venv/.dev ## 长时间验证，PROOF_SCALE=倍数 The long checks, into docs/proof
	@$(PY) -W ignore tools/prove.py

bench: .venv/.dev ## 测速 Print figures
	@for file in benchmarks/bench_*.py; do echo "$$file"; data=$$(mktemp -d); \
		LUOSHI_DATA=$$data DJANGO_SETTINGS_MODULE=luoshi.config.settings PYTHONPATH=. $(PY) "$$file" || exit 1; \
		rm -r "$$data"; done

browser: ## 安装测试用的浏览器和中文字体（需 root）Install Chromium and Chinese fonts for the tests (as root)
	@[ "$$(id -u)" = 0 ] || { echo "请用 root 运行：sudo make browser / Run it as root: sudo make browser"; exit 1; }
	@apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends chromium fonts-noto-cjk

LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --extra postgres --extra pdf
lock: ## 重新锁定依赖版本（需 uv）Lock the dependencies anew (needs uv)
	@command -v uv >/dev/null || { echo "需要 uv：pip install uv / It needs uv: pip install uv"; exit 1; }
	@$(LOCK) pyproject.toml -o requirements/run.txt
	@$(LOCK) --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt

.venv/.made: | tools/machine.py
	@command -v $(PYTHON) >/dev/null || { echo "找不到 $(PYTHON)：请先安装 python3 / There is no $(PYTHON): install python3"; exit 1; }
	@$(PYTHON) tools/machine.py
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.run: requirements/run.txt .venv/.made
	@echo "安装依赖，约半分钟 / Installing what it needs, about half a minute"
	@$(PIP) --require-hashes --no-compile -r requirements/run.txt || { $(PY) tools/machine.py; exit 1; }
	@touch $@

.venv/.luoshi: pyproject.toml .venv/.run
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.ready: .venv/.luoshi tools/messages.py $(wildcard src/luoshi/locale/*/LC_MESSAGES/*.po)
	@$(PY) tools/messages.py compile >/dev/null
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.ready
	@echo "安装测试工具 / Installing what the tests need"
	@$(PIP) --require-hashes --no-compile -r requirements/dev.txt || { $(PY) tools/machine.py; exit 1; }
	@touch $@
