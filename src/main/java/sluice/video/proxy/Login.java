package sluice.video.proxy;

import sluice.core.source.Credentials;

/**
 * How a server is logged in to.
 *
 * @param credentials FFmpeg needs to have some too, whatever they are, or it does not log in
 * @param wasTried whether FFmpeg was refused already, without this proxy: then what it has tried is
 *     not tried again, for servers lock out who errs often
 */
public record Login(Credentials credentials, boolean wasTried) {}
