package dev.seedlog.real;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file that takes and gives few bytes at a time, and whose first force fails. */
final class StubbornChannel extends FileChannel {

    private static final int MOST_BYTES = 7;

    private final FileChannel file;
    private int forces;

    StubbornChannel(FileChannel file) {
        this.file = file;
    }

    int forces() {
        return forces;
    }

    private static ByteBuffer few(ByteBuffer buffer) {
        return buffer.slice(buffer.position(), Math.min(MOST_BYTES, buffer.remaining()));
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        int written = file.write(few(source), position);
        source.position(source.position() + written);
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (sources[i].hasRemaining()) {
                int written = file.write(few(sources[i]));
                sources[i].position(sources[i].position() + written);
                return written;
            }
        }
        return 0;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int read = file.read(few(target), position);
        target.position(target.position() + Math.max(read, 0));
        return read;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        forces++;
        if (forces == 1) {
            throw new IOException("Input/output error");
        }
        file.force(metaData);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        file.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return file.transferTo(position, count, target);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
