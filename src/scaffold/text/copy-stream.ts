/**
 * A coroutine for generated Python that hands what one side sends to the other until it ends: `copy(reader, writer)` of
 * asyncio's streams. Standard library only, from Python 3.6 on.
 */
export const COPY_STREAM = `async def copy(reader, writer):
    try:
        while True:
            data = await reader.read(65536)
            if not data:
                break
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()`;
