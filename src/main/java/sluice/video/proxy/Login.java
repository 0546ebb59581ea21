package sluice.video.proxy;

import sluice.core.source.Credentials;

/**
 * How a server is logged in to.
 *
 * @param credentials FFmpeg has them too
 * @param wasTried whether FFmpeg was refused already, without this proxy: then it is not let try
 *     what it has tried, for servers lock out who errs often
 */
public record Login(Credentials credentials, boolean wasTried) {}
