-- What may be done with an account: who made it, who authorised it, what it was granted; how people sign in beside a
-- password; who acts for whom; the security policy as dated data.

CREATE TABLE account_grant (
    account       TEXT NOT NULL PRIMARY KEY REFERENCES account (name),
    made_at       BIGINT NOT NULL,
    made_by       TEXT NOT NULL,
    authorised_at BIGINT NOT NULL, -- 0: waits for the security administrator and cannot sign in
    authorised_by TEXT NOT NULL,
    restricted    BOOLEAN NOT NULL, -- may read restricted areas
    phone         TEXT NOT NULL,    -- of the office, for the call list; empty = none
    off_at        BIGINT NOT NULL,  -- 0: in use
    off_by        TEXT NOT NULL,
    off_reason    TEXT NOT NULL,
    expires_on    TEXT NOT NULL     -- the last day it may be used; empty = no end
);

-- Each account as it may act: `active` is not switched off; `authorised` by the security administrator, or, where
-- nobody has said anything of the account, by an installation that is not kept by three (三员). Who asks adds the day.
CREATE VIEW account_standing AS
SELECT a.name, a.campaign, a.position, a.role, a.unit, a.body, a.post,
  (a.active AND coalesce(g.off_at = 0, TRUE)) AS active,
  coalesce(g.authorised_at > 0,
    NOT EXISTS (SELECT 1 FROM duban_meta WHERE key = 'separation' AND value = 'three')) AS authorised,
  coalesce(g.restricted, FALSE) AS restricted,
  coalesce(g.expires_on, '') AS expires_on
FROM account a LEFT JOIN account_grant g ON g.account = a.name;

-- Passwords that were, as digests, so that the last ones are not taken again (等保三级).
CREATE TABLE account_password_old (
    account TEXT NOT NULL REFERENCES account (name),
    set_at  BIGINT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (account, set_at)
);

-- 动态口令: the shared secret is sealed with the key of the installation.
CREATE TABLE account_totp (
    account   TEXT NOT NULL PRIMARY KEY REFERENCES account (name),
    sealed    TEXT NOT NULL,   -- empty: taken away
    begun_at  BIGINT NOT NULL,
    proved_at BIGINT NOT NULL, -- 0: shown, and never yet used
    last_step BIGINT NOT NULL  -- the time step used last: a code holds once
);

ALTER TABLE session ADD COLUMN acting_for TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN factor_at BIGINT NOT NULL DEFAULT 0; -- when the second factor was shown; 0: not
ALTER TABLE session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0; -- when the person last proved who they are
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';      -- browser and system, in a few words

-- 授权代办: who acts for whom, from when to when.
CREATE TABLE delegation (
    id        TEXT NOT NULL PRIMARY KEY,
    principal TEXT NOT NULL REFERENCES account (name),
    delegate  TEXT NOT NULL REFERENCES account (name),
    from_on   TEXT NOT NULL,
    to_on     TEXT NOT NULL,
    reason    TEXT NOT NULL,
    made_at   BIGINT NOT NULL,
    made_by   TEXT NOT NULL,
    ended_at  BIGINT NOT NULL, -- 0: nobody has ended it
    ended_by  TEXT NOT NULL
);
CREATE INDEX delegation_by_delegate ON delegation (delegate, to_on);

-- Who has confirmed the notice on personal data (个人信息告知), once.
CREATE TABLE privacy_notice (
    account TEXT NOT NULL PRIMARY KEY REFERENCES account (name),
    at      BIGINT NOT NULL
);

-- 安全策略: append-only; the newest holds. body is JSON (app/policy.h).
CREATE TABLE policy (
    id      TEXT NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    body    TEXT NOT NULL
);
