using System.Text;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Collects what a program prints. It can be looked at before the end, which
/// comes only when the last holder of the pipe closes it.</summary>
/// <param name="reader">The program's side of the pipe.</param>
/// <param name="show">Is given what comes, while it comes; null when nobody looks.</param>
internal sealed class ChildOutput(TextReader reader, ChildLines? show = null)
{
    private const int Longest = 1 << 20;

    private readonly StringBuilder _text = new();

    public int Length
    {
        get
        {
            lock (_text)
            {
                return _text.Length;
            }
        }
    }

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Reads to the end, or until the pipe is closed on this side.</summary>
    public async Task ReadAsync()
    {
        var buffer = new char[4096];
        try
        {
            for (int count; (count = await NextAsync(buffer)) > 0;)
            {
                show?.Add(buffer.AsSpan(0, count));
                lock (_text)
                {
                    _text.Append(buffer, 0, Math.Min(count, Longest - _text.Length));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The program has ended, and its pipe is closed.
        }
    }

    private async Task<int> NextAsync(Memory<char> buffer)
    {
        var read = reader.ReadAsync(buffer).AsTask();
        if (show is not null)
        {
            await show.WaitAsync(read);
        }

        return await read;
    }
}
