package sluice.recording;

/**
 * The pictures of an event, as JPEG. Immutable by agreement: nobody writes to the arrays.
 *
 * @param picture the whole picture, with a box around what it is about
 * @param crop what is in that box alone
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are shared, never written to
public record EventPictures(byte[] picture, byte[] crop) {}
