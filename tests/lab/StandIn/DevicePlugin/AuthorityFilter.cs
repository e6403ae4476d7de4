using System.Buffers;
using System.IO.Pipelines;

namespace NsmPS.Lab.DevicePlugin;

/// <summary>
/// Lets the kubelet talk to Kestrel. The kubelet's gRPC library names the socket's path as HTTP/2 :authority, which is no host name and
/// which Kestrel refuses. This copies what comes in and puts letters of the same length
/// in place of that one header value, so that nothing else moves.
/// </summary>
internal sealed class AuthorityFilter : IDuplexPipe
{
    private const int PrefaceLength = 24;
    private const int FrameHeaderLength = 9;
    private const byte HeadersFrame = 1;
    private readonly Pipe _filtered = new();

    public AuthorityFilter(IDuplexPipe inner, CancellationToken closed)
    {
        Output = inner.Output;
        _ = CopyAsync(inner.Input, closed);
    }

    public PipeReader Input => _filtered.Reader;

    public PipeWriter Output { get; }

    private async Task CopyAsync(PipeReader source, CancellationToken closed)
    {
        try
        {
            var preface = true;
            while (true)
            {
                var read = await source.ReadAsync(closed);
                var rest = read.Buffer;
                while (NextFrame(ref rest, ref preface) is { } frame)
                {
                    if (frame.Length > FrameHeaderLength && frame[3] == HeadersFrame)
                    {
                        HeaderBlock.ReplaceAuthority(HeaderBlock.Of(frame.AsSpan(FrameHeaderLength), flags: frame[4]));
                    }

                    await _filtered.Writer.WriteAsync(frame, closed);
                }

                source.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The kubelet hung up.
        }

        await _filtered.Writer.CompleteAsync();
        await source.CompleteAsync();
    }

    private static byte[]? NextFrame(ref ReadOnlySequence<byte> rest, ref bool preface)
    {
        var length = PrefaceLength;
        if (!preface)
        {
            if (rest.Length < FrameHeaderLength)
            {
                return null;
            }

            var header = rest.Slice(0, FrameHeaderLength).ToArray();
            length = FrameHeaderLength + ((header[0] << 16) | (header[1] << 8) | header[2]);
        }

        if (rest.Length < length)
        {
            return null;
        }

        var frame = rest.Slice(0, length).ToArray();
        rest = rest.Slice(length);
        preface = false;
        return frame;
    }
}
