# make help says what there is.

SHELL   := /bin/bash
BUILD   ?= build
CC      ?= cc

WARN    := -W -Wall -Wpointer-arith -Werror
CFLAGS  ?= -O2 -g
CPPFLAGS += -I. $(YYJSON_CFLAGS)
ALLFLAGS = -std=gnu11 -fPIC $(WARN) $(CFLAGS) $(CPPFLAGS)

# build/deps.mk is written by deploy/deps.sh: where yyjson is

-include build/deps.mk

LIBS    = $(YYJSON_LIBS) -lcrypto -lz -lm -lpthread

CORE_SRC := $(wildcard core/*/*.c)
CORE_OBJ := $(CORE_SRC:%.c=$(BUILD)/%.o)
CTL_SRC  := $(wildcard workers/campaignctl/*.c)
CTL_OBJ  := $(CTL_SRC:%.c=$(BUILD)/%.o)
UNIT     := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/*.c))

.PHONY: all unit clean
.SECONDARY:

all: $(BUILD)/campaignctl

build/deps.mk: deploy/deps.sh
	@deploy/deps.sh build

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALLFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libcx.a: $(CORE_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/campaignctl: $(CTL_OBJ) $(BUILD)/libcx.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libcx.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

unit: $(UNIT)
	@for t in $(UNIT); do echo "== $$t"; $$t || exit 1; done

clean:
	rm -rf $(BUILD)

-include $(CORE_OBJ:.o=.d) $(CTL_OBJ:.o=.d) $(UNIT:=.d)
