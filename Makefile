# make test sets everything up and runs what CI runs; it is make tools check.
# make check installs nothing, and make check-fast needs no browser either. Nothing
# is skipped in silence: what cannot run here fails and says what to install, or is
# named in the last line.

SHELL    := /bin/sh
GO       ?= go
# A count and not a time: at the end of a time, go test fails now and then without
# any input that fails (golang/go#75804).
FUZZTIME ?= 5000x
OUT      := tmp
MODULES  := e2e bench bench/pocketbase calibrate release
export CGO_ENABLED = 0

.PHONY: help run build generate diagrams test tools check check-fast space quick format generated modules vet lint content spelling spelling-tools unit unit-tools bench-test calibrate-test long fuzz e2e e2e-tools shots bench bench-check bench-attack bench-rows release release-programs release-test release-test-tools image clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: ## serve the portal on http://127.0.0.1:8080
	$(GO) run .

build: ## build the program ./crossroads
	$(GO) build -trimpath -o crossroads .

# The packages with templates.
TEMPLATES := chart views
generate: ## write *_templ.go from the templates
	for package in $(TEMPLATES); do $(GO) tool templ generate -path $$package || exit 1; done

diagrams: ## write content/diagrams/*.svg from diagrams/
	$(GO) run ./diagrams

test: ## set everything up and run all that CI runs: tools, then check
	$(MAKE) tools
	$(MAKE) check

tools: unit-tools release-test-tools spelling-tools e2e-tools ## install what the checks need, or say what is missing

check: space quick spelling unit bench-test calibrate-test release-test fuzz e2e ## run all that CI runs, and install nothing
	@cat $(OUT)/*.count | awk '{ n += $$1; s += $$2 } END { \
		printf "All checks passed: %d tests, %d skipped.\n", n, s }'

# On a full disk tests fail in a hundred ways that do not name it.
SPACE := 2
space:
	@dir=$${TMPDIR:-/tmp}; free=$$(($$(df -Pk "$$dir" | awk 'NR == 2 { print $$4 }') / 1048576)); \
	[ $$free -ge $(SPACE) ] || { echo "The tests need up to $(SPACE) GiB in $$dir, where $$free GiB are free"; exit 1; }

# Tests whose packages have not changed are taken from the cache.
check-fast: quick | $(OUT) ## run what needs no browser, without fuzzing and the longest tests
	$(GO) test -short ./...

quick: format generated modules vet lint content

format:
	@bad=$$(git ls-files -co --exclude-standard '*.go' | xargs gofmt -l); \
	if [ -n "$$bad" ]; then echo "gofmt would change:"; echo "$$bad"; exit 1; fi

generated: | $(OUT)
	@rm -rf $(OUT)/generated && mkdir -p $(OUT)/generated && cp go.mod go.sum $(OUT)/generated/
	@for package in $(TEMPLATES); do mkdir $(OUT)/generated/$$package && cp $$package/*.templ $(OUT)/generated/$$package/ || exit 1; done
	@templ=$$($(GO) tool -n templ) && cd $(OUT)/generated && for package in $(TEMPLATES); do \
		$$templ generate -path $$package >generate.log 2>&1 || { cat generate.log; exit 1; }; done
	@for f in $(TEMPLATES:%=%/*_templ.go); do cmp -s $$f $(OUT)/generated/$$f || { echo "$$f is not what its template gives; run make generate and commit"; exit 1; }; done
	@cd $(OUT)/generated && for f in $(TEMPLATES:%=%/*_templ.go); do test -f ../../$$f || { echo "$$f is missing; run make generate and commit"; exit 1; }; done
	@rm -rf $(OUT)/generated

modules:
	$(GO) mod verify
	$(GO) mod tidy -diff
	for module in $(MODULES); do (cd $$module && $(GO) mod tidy -diff) || exit 1; done

vet:
	$(GO) vet ./...
	for module in $(MODULES); do (cd $$module && $(GO) vet -tags=shots ./...) || exit 1; done

lint:
	$(GO) tool staticcheck ./...
	@staticcheck=$$($(GO) tool -n staticcheck) && for module in $(MODULES); do (cd $$module && $$staticcheck -tags=shots ./...) || exit 1; done

content: ## check the built-in content
	$(GO) run . check --strict

# $(call tests,NAME,COMMAND) runs a go test -v command, shows what failed, and
# notes how many passed and were skipped. In CI a skipped test is a failure.
define tests
	@echo "$(2)"
	@( $(2) ) >$(OUT)/$(1).log 2>&1 || { grep -vE '^ *(=== |--- PASS)' $(OUT)/$(1).log; exit 1; }
	@grep -E '^(ok|FAIL|--- SKIP)' $(OUT)/$(1).log
	@p=$$(grep -cE '^ *--- PASS' $(OUT)/$(1).log); s=$$(grep -cE '^ *--- SKIP' $(OUT)/$(1).log); \
	echo "$$p $$s" >$(OUT)/$(1).count; \
	if [ "$${CI:-}" = true ] && [ "$$s" -gt 0 ]; then echo "$$s tests were skipped, which CI does not allow"; exit 1; fi
endef

# $(call tools,WHAT FOR,PROGRAMS,PACKAGES) says what is missing, or installs it
# when we may. Programs are in packages of their own name.
define tools
	@need=; for program in $(2); do command -v $$program >/dev/null || need="$$need $$program"; done; \
	for package in $(3); do dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || need="$$need $$package"; done; \
	if [ -n "$$need" ]; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$need; \
		else \
			echo "The $(1) need$$need. On Debian: sudo apt-get install --no-install-recommends$$need"; exit 1; \
		fi; \
	fi
endef

# Words that are right and in no dictionary go into spelling/words.txt, sorted.
# The last two lines see to it that mistakes are found at all.
CSPELL := spelling/node_modules/.bin/cspell lint --config spelling/cspell.json --no-progress --no-summary --show-suggestions
spelling: ## check the spelling of articles, data, documents and pages
	@test -x spelling/node_modules/.bin/cspell || { echo "The spell checker is missing; run make spelling-tools"; exit 1; }
	@LC_ALL=C sort -fuc spelling/words.txt || { echo "sort it: LC_ALL=C sort -fu -o spelling/words.txt spelling/words.txt"; exit 1; }
	$(CSPELL)
	@for planted in 'A mistaek in English.' 'The colour gray.'; do \
		! echo "$$planted" | $(CSPELL) stdin://content/planted.md >/dev/null || { echo "The spell checker has not found: $$planted"; exit 1; }; done

spelling-tools:
	$(call tools,spelling checks,npm)
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "The spelling checks need Node.js 20 or newer; here is $$(node --version)"; exit 1; }
	@test spelling/node_modules/.package-lock.json -nt spelling/package-lock.json || { cd spelling && npm ci --no-audit --no-fund --loglevel=error; }

unit: | $(OUT) ## run the Go tests
	$(call tests,unit,$(GO) test -v -count=1 -timeout=40m ./...)

# A real PostgreSQL and real reverse proxies, which the tests start in directories of
# their own, and what reads units of systemd.
unit-tools:
	$(call tools,Go tests,,postgresql pgbouncer nginx caddy apache2-bin systemd)

bench-test: | $(OUT) ## run the tests of the benchmarks' own arithmetic and tables
	$(call tests,bench,cd bench && $(GO) test -v -count=1 -timeout=10m .)

# One of them repeats the whole fit and holds the published table against it.
calibrate-test: | $(OUT) ## run the tests of calibrate
	$(call tests,calibrate,cd calibrate && $(GO) test -v -count=1 -timeout=20m .)

long: ## run the tests of many writers for a minute: one process, and three behind a proxy
	CROSSROADS_TEST_SECONDS=60 $(GO) test -v -count=1 -run='^Test(Writers|Cluster)$$' .

fuzz: | $(OUT) ## fuzz every target with FUZZTIME inputs (default 5000x)
	@n=0; for file in $$(grep -lE '^func Fuzz' -r --include=*_test.go . | grep -v '^./\(e2e\|bench\)/' | sort); do \
		for target in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9_]*).*/\1/p' $$file); do \
			echo "fuzz $${file%/*} $$target $(FUZZTIME)"; \
			$(GO) test -run='^$$' -fuzz="^$$target\$$" -fuzztime=$(FUZZTIME) -parallel=2 $${file%/*} >$(OUT)/fuzz.log 2>&1 || { cat $(OUT)/fuzz.log; exit 1; }; \
			n=$$((n+1)); \
		done; \
	done; echo "$$n 0" >$(OUT)/fuzz.count

e2e: | $(OUT) ## run the browser tests
	@test -d e2e/node_modules || { echo "What the browser tests need is missing; run make e2e-tools"; exit 1; }
	$(call tests,e2e,cd e2e && $(GO) test -v -count=1 -timeout=40m .)

# Chromium, pdftotext to read what was printed, real wikis, and what npm puts
# beside the tests.
WIKIS := mediawiki dokuwiki php-cli php-sqlite3 php-mbstring php-xml php-intl mkdocs mkdocs-material
e2e-tools:
	$(call tools,browser tests,chromium npm,poppler-utils $(WIKIS))
	@test e2e/node_modules/.package-lock.json -nt e2e/package-lock.json || { cd e2e && npm ci --no-audit --no-fund --loglevel=error; }

shots: e2e-tools ## take screenshots of every page into e2e/out
	cd e2e && $(GO) test -count=1 -timeout=20m -tags=shots -run='Screenshots$$' .

bench: ## measure, beside nginx serving the same bytes
	bench/run.sh

bench-check: ## print what Go benchmarks moved by more than 10 % since the last release, or BASE=REVISION
	bench/check.sh $(BASE)

bench-attack: ## attack the portal in every known way, on this machine; see docs/security.md
	bench/run.sh attack -memory 256

bench-rows: ## measure with up to a million saved assessments, beside PocketBase and on PostgreSQL
	bench/run.sh rows

# What is released is the same bytes for the same commit and version of Go. Beside each
# program are a list of what is linked into it (SBOM) and the licences of all of it.
VERSION  ?= $(shell git describe --tags --always --dirty)
TARGETS  ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
RELEASE  := $(OUT)/release

# $(call program,OS,ARCH,FILE,DIRECTORY) builds the program for a system, and writes
# what it is made of into a directory.
define program
	GOOS=$(1) GOARCH=$(2) $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $(3) . && \
	$(OUT)/release-tool notices $(3) lettering/fonts >$(4)/THIRD-PARTY-NOTICES.txt && \
	$(OUT)/sbom-tool bin -json -licenses -std -noserial -notimestamp -version $(VERSION) -output $(4)/sbom.cdx.json $(3) 2>$(OUT)/sbom.log
endef

release-programs: | $(OUT)
	cd release && $(GO) build -o ../$(OUT)/release-tool . && $(GO) build -o ../$(OUT)/sbom-tool github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod

release: release-programs ## build archives for all systems, with checksums, into tmp/release, and check them
	@rm -rf $(RELEASE) && mkdir $(RELEASE)
	@for target in $(TARGETS); do \
		os=$${target%/*} arch=$${target#*/}; name=crossroads_$(VERSION)_$${os}_$$arch; dir=$(RELEASE)/$$name; \
		exe=crossroads; [ $$os = windows ] && exe=crossroads.exe; \
		echo "$$name" && mkdir $$dir && cp -r LICENSE README.md CHANGELOG.md SECURITY.md deploy docs $$dir/ && rm -f $$dir/deploy/db-password && \
		$(call program,$$os,$$arch,$$dir/$$exe,$$dir) && \
		tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$$(git log -1 --format=%ct)" -C $(RELEASE) -c $$name | gzip -n9 >$$dir.tar.gz && \
		rm -rf $$dir || exit 1; \
	done
	cd $(RELEASE) && sha256sum * >SHA256SUMS
	$(OUT)/release-tool check $(RELEASE) $(TARGETS)

# Whatever builds images is taken. Podman and Buildah keep the HEALTHCHECK in
# Docker's format only.
BUILDER    ?= $(firstword $(foreach builder,podman buildah docker,$(if $(shell command -v $(builder)),$(builder))))
IMAGE      ?= crossroads
IMAGE_ARCH ?= $(shell $(GO) env GOARCH)
image: release-programs ## build the container image with Podman, Buildah or Docker, for linux/IMAGE_ARCH
	@test -n "$(BUILDER)" || { echo "An image is built by podman, buildah or docker, and none is here. On Debian: sudo apt-get install --no-install-recommends buildah"; exit 1; }
	@rm -rf $(OUT)/image && mkdir -p $(OUT)/image/data $(OUT)/image/licenses && cp LICENSE $(OUT)/image/licenses/
	$(call program,linux,$(IMAGE_ARCH),$(OUT)/image/crossroads,$(OUT)/image/licenses)
	@chmod -R u=rwX,go=rX $(OUT)/image
	$(BUILDER) build $(if $(filter podman buildah,$(notdir $(BUILDER))),--format=docker) --platform=linux/$(IMAGE_ARCH) \
		--build-arg VERSION=$(VERSION) -t $(IMAGE):$(VERSION) -t $(IMAGE):latest -f Dockerfile $(OUT)/image

release-test: | $(OUT) ## build the image, run it, and check releases and deploy/
	$(call tests,release,cd release && $(GO) test -v -count=1 -timeout=40m ./...)

release-test-tools:
	$(call tools,tests of releases,podman runc,)

clean: ## remove what was built
	rm -rf crossroads $(OUT) e2e/out e2e/node_modules spelling/node_modules

$(OUT):
	@mkdir -p $(OUT)
