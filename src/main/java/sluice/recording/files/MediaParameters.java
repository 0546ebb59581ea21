package sluice.recording.files;

/**
 * What the initialisation of a recording says of its video and sound.
 *
 * @param codecs of the video, and of the sound where there is some, as RFC 6381 names them; only
 *     the sample entry's name where the rest isn't known
 * @param width of the coded pictures, in pixels; 0 where it isn't said
 * @param height of the coded pictures, in pixels; 0 where it isn't said
 * @param audio whether there is sound
 */
public record MediaParameters(String codecs, int width, int height, boolean audio) {}
