using System.Text;
using System.Threading.Channels;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>A command's input: bytes come in, and letters go out.</summary>
internal sealed class ExecInput
{
    private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public ChannelReader<string> Reader => _texts.Reader;

    public void Take(ReadOnlySpan<byte> part)
    {
        var letters = new char[_decoder.GetCharCount(part, flush: false)];
        _decoder.GetChars(part, letters, flush: false);
        _texts.Writer.TryWrite(new string(letters));
    }

    /// <summary>Nothing more comes.</summary>
    public void End() => _texts.Writer.TryComplete();
}
