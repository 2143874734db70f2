# Builds, runs and tests the campaign module; "make help" lists what there is.

SHELL        := /bin/bash
CC           ?= cc
MAKEFLAGS    += --no-print-directory

##   Settings, given as NAME=VALUE:
##
##     BUILD         the folder that everything is built in
BUILD        ?= build
##     LISTEN        the address that "make run" listens on
LISTEN       ?= 127.0.0.1
##     PORT          the port of auctions
PORT         ?= 8080
##     GRPC_PORT     the port of auctions over gRPC
GRPC_PORT    ?= 9090
##     METRICS_PORT  the port of metrics
METRICS_PORT ?= 9091
##     RUN           the run directory: configuration, keys, catalogue, logs
RUN          ?= run
##     NGINX_BINARY  the nginx that is run and tested
NGINX_BINARY ?= $(or $(shell PATH=$$PATH:/usr/sbin:/usr/local/sbin \
                  command -v nginx),/usr/sbin/nginx)
##     NGINX_SRC     nginx sources to build with, instead of nginx-dev
NGINX_SRC    ?=
##     NGINX_CONF    more options for nginx's configure
NGINX_CONF   ?=
##     DESTDIR       put before every path of "make install"
DESTDIR      ?=
##     PREFIX        of what is not nginx's own; the module looks for its model
##                   under /usr, elsewhere campaign_model has to name it
PREFIX       ?= /usr
##     MODULES_DIR   nginx's modules; by default as "nginx -V" tells
MODULES_DIR  ?=
##     DEPS          "no" installs nothing
DEPS         ?= yes
##     V             "1" shows the commands
V            ?=

ifneq ($(words $(CURDIR)) $(words $(BUILD)),1 1)
$(error "$(CURDIR)", BUILD "$(BUILD)": nginx's configure takes no path with \
blanks; move the sources or choose another BUILD)
endif

# TEST_CLOCK=1 makes a build for tests, whose business time may come from a
# page that the simulator of exchanges writes

TEST_CLOCK   ?=

ifneq ($(TEST_CLOCK),)
override CPPFLAGS += -DCX_TEST_CLOCK
export CPPFLAGS
endif

# SANITIZE is set by "make asan" only

SANITIZE     ?=

ifneq ($(SANITIZE),)
SAN          := -fsanitize=address,undefined -fno-sanitize=nonnull-attribute \
                -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS       ?= -O1 -g
NGINX_BINARY := $(abspath $(BUILD))/nginx/nginx
else
CFLAGS       ?= -O2 -g
endif

WARN         := -W -Wall -Wpointer-arith -Werror
ALLFLAGS      = -std=gnu11 -fPIC $(WARN) $(CFLAGS) $(SAN) -I. \
                $(YYJSON_CFLAGS) $(CPPFLAGS)
LIBS          = $(YYJSON_LIBS) -lcrypto -lmaxminddb -lz -lm -lpthread
Q            := $(if $(filter 1,$(V)),,@)

# what was set by the caller, for the closing hint of "make run"

GIVEN        := $(foreach v,LISTEN PORT GRPC_PORT METRICS_PORT RUN BUILD \
                NGINX_BINARY NGINX_SRC NGINX_CONF DEPS,$(if $(filter file,$(origin $(v))),,\
                $(v)))

need          = @[ "$(DEPS)" = no ] || deploy/deps.sh $(1)
say           = $(if $(Q),@printf '  %-8s%s\n' $(1) $(2))

CORE_SRC     := $(wildcard core/*/*.c)
CORE_OBJ     := $(CORE_SRC:%.c=$(BUILD)/%.o)
CTL_SRC      := $(wildcard workers/campaignctl/*.c)
CTL_OBJ      := $(CTL_SRC:%.c=$(BUILD)/%.o)
UNIT         := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,\
                $(wildcard tests/unit/*.c))
MODULE       := $(BUILD)/ngx_campaign_module.so
MODULE_SRC   := $(sort $(wildcard config core/*/*.[ch] \
                ngx_campaign_module/*.[ch]))
CTL          := $(BUILD)/campaignctl
XC_SRC       := $(wildcard tests/exchange/*.c)
XC_OBJ       := $(XC_SRC:%.c=$(BUILD)/%.o)
XC_PARTS     := $(filter-out %/main.o,$(XC_OBJ))

# not NGINX: nginx takes a variable of that name for sockets to inherit

unexport NGINX

export LISTEN PORT GRPC_PORT METRICS_PORT RUN BUILD NGINX_BINARY NGINX_SRC \
       NGINX_CONF DESTDIR PREFIX MODULES_DIR DEPS CC CFLAGS SAN YYJSON_CFLAGS \
       YYJSON_LIBS YYJSON_PRIVATE GIVEN

.PHONY: all run demo stop unit test check asan fuzz proof bench baseline corpus \
        figures exchange install install-tools deb clean help FORCE
.SECONDARY:
.DELETE_ON_ERROR:


##   Targets:
##
##     all      build ngx_campaign_module.so and campaignctl (the default)
all: $(MODULE) $(CTL)

##     run      install what is missing, build, start nginx; again: reload it
run: all
	$(call need,run)
	@deploy/run.sh start

##     demo     a day of auctions in ten seconds, against what "make run" started
demo: all $(BUILD)/exchange
	$(call need,run)
	@deploy/play.sh

##     stop     stop what "make run" started
stop:
	@deploy/run.sh stop

##     test     every test: unit, the specifications in t/, integration
test: all $(UNIT) $(BUILD)/exchange $(BUILD)/t/ready
	$(call need,test)
	@deploy/test.sh unit t integration

##     check    the quick part: warnings, layers, documentation, unit tests
check: all $(UNIT) $(BUILD)/t/ready
	@deploy/test.sh unit

##     asan     every test on a sanitizer build of nginx and the module
asan:
	$(call need,test asan)
	@deploy/asan.sh

##     fuzz     run the fuzz targets; FUZZ=name for one, FUZZ_RUNS=number
fuzz:
	$(call need,fuzz)
	@deploy/fuzz.sh

##     proof    run the proofs; NAME=name for one
proof: all exchange
	$(call need,proof)
	@tests/proof/run $(NAME)

##     bench    the speed proofs, briefly; FULL=1 at length.  It fails if one
##              breaks; goals that are missed are named at the end
bench: all exchange
	$(call need,proof)
	@tests/proof/run --bench $(if $(FULL),--full)

##     baseline lower what the gate of instructions knows; RAISE=1 to raise it
baseline: all
	$(call need,proof)
	@tests/proof/baseline $(if $(RAISE),--raise)

##     corpus   judge the bid requests in the JSON files under DIR
corpus: all $(BUILD)/t/ready
	$(call need,test)
	@tests/corpus/run.py $(or $(DIR),$(error DIR=folder is missing))

##     exchange build the simulator of exchanges, BUILD/exchange
exchange: $(BUILD)/exchange

##     figures  write what the proofs measured into README.md
figures:
	@deploy/figures.sh

##     install  install the module, campaignctl, a model and an example
install: all
	@deploy/install.sh module tools

install-tools: $(CTL)
	@deploy/install.sh tools

##     deb      Debian packages of it, in build/deb
deb:
	$(call need,deb)
	@deploy/deb.sh

##     clean    remove what was built, not what was fetched into build/deps
clean:
	@[ ! -d $(BUILD) ] || find $(BUILD) -mindepth 1 -maxdepth 1 \
	    ! -path build/deps -exec rm -rf {} +

##     help     this text
help:
	@sed -n '/^##   Targets/,$$ s/^## \{0,3\}//p' Makefile
	@echo
	@sed -n '1,/^##   Targets/ { /Targets/d; s/^## \{0,3\}//p }' Makefile


# what is missing comes through apt; yyjson into build/deps where the release
# has none

ifneq ($(filter-out help clean stop figures,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/deps.mk
endif

$(BUILD)/deps.mk: deploy/deps.sh deploy/apt.sh
	@mkdir -p $(@D)
	$(call need,build)
	@deploy/deps.sh yyjson build/deps > $@.new && mv $@.new $@


# the core and campaignctl

$(BUILD)/%.o: %.c $(BUILD)/flags
	$(call say,cc,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALLFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libcx.a: $(CORE_OBJ) $(BUILD)/objects
	@rm -f $@
	$(Q)$(AR) rcs $@ $(CORE_OBJ)

$(CTL): $(CTL_OBJ) $(BUILD)/libcx.a
	$(call say,ld,$@)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libcx.a
	$(call say,ld,$@)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(LIBS)

unit: $(UNIT)
	@deploy/test.sh unit


# the simulator of exchanges and its unit tests, which have nothing of the core

$(BUILD)/libxc.a: $(XC_PARTS) $(BUILD)/parts
	@rm -f $@
	$(Q)$(AR) rcs $@ $(XC_PARTS)

$(BUILD)/exchange: $(BUILD)/tests/exchange/main.o $(BUILD)/libxc.a
	$(call say,ld,$@)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(YYJSON_LIBS) -lm

$(BUILD)/tests/unit/exchange_%: $(BUILD)/tests/unit/exchange_%.o \
                                $(BUILD)/libxc.a
	$(call say,ld,$@)
	$(Q)$(CC) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $^ $(YYJSON_LIBS) -lm


# what a build depends on beside files: a line that is written when it changes

$(BUILD)/flags:   LINE = $(CC) $(ALLFLAGS) $(NGINX_SRC) $(NGINX_CONF)
$(BUILD)/objects: LINE = $(CORE_OBJ)
$(BUILD)/parts:   LINE = $(XC_PARTS)

$(BUILD)/flags $(BUILD)/objects $(BUILD)/parts: FORCE
	@mkdir -p $(@D)
	@echo '$(LINE)' | cmp -s - $@ || echo '$(LINE)' > $@


# the module: nginx's configure runs when its settings or the module's config
# change; its Makefile knows the rest

$(BUILD)/nginx/Makefile: config deploy/module.sh $(BUILD)/flags
	$(call say,conf,nginx)
	@deploy/module.sh configure

$(MODULE): $(BUILD)/nginx/Makefile $(MODULE_SRC)
	$(call say,module,$@)
	@deploy/module.sh build


# what the specifications in t/ use

T_CAT        := $(patsubst t/data/%.jsonl,$(BUILD)/t/%.cat,\
                $(wildcard t/data/*.jsonl))

$(BUILD)/t/%.cat: t/data/%.jsonl $(CTL)
	@mkdir -p $(@D)
	$(Q)$(CTL) catalog build --out=$@ $< > /dev/null

$(BUILD)/t/ready: $(CTL) $(T_CAT) deploy/demo.sh $(wildcard conf/demo/* \
                  conf/model/*)
	@rm -f $(@D)/campaigns.jsonl $(@D)/demo.cat
	@deploy/demo.sh $(@D)
	@touch $@


-include $(CORE_OBJ:.o=.d) $(CTL_OBJ:.o=.d) $(XC_OBJ:.o=.d) $(UNIT:=.d)
