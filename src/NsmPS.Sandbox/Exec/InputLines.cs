using System.Text;
using System.Threading.Channels;

namespace NsmPS.Sandbox.Exec;

/// <summary>Cuts what comes in into lines.</summary>
internal sealed class InputLines(ChannelReader<string> input)
{
    private readonly StringBuilder _rest = new();

    /// <summary>The next line; what is left when the input ends.</summary>
    public async Task<string> ReadAsync(CancellationToken token)
    {
        while (true)
        {
            var text = _rest.ToString();
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end >= 0)
            {
                _rest.Remove(0, end + 1);
                return text[..end].TrimEnd('\r');
            }

            if (!await input.WaitToReadAsync(token) || !input.TryRead(out var more))
            {
                _rest.Clear();
                return text;
            }

            _rest.Append(more);
        }
    }
}
