using System.Text;

namespace NsmPS.Kubernetes.Answers;

/// <summary>What one reader has taken of a budget. It is given back when it is disposed. For one thread at a time.</summary>
internal sealed class AnswerLease(AnswerBudget budget) : IDisposable
{
    /// <summary>In bytes. So much everybody may have without asking: small answers come through whatever others take.</summary>
    public const long Free = 128 * 1024;

    // An object of .NET for each value; the name of a field is kept with the text.
    private const int ValueSize = 32;

    /// <summary>How much is taken, the free part included.</summary>
    public long Taken { get; private set; }

    /// <summary>What a text of JSON takes as objects: its text is kept, and there are values.</summary>
    public static long SizeOf(ReadOnlySpan<byte> json) =>
        json.Length + (ValueSize * ((long)json.Count((byte)',') + json.Count((byte)'{') + json.Count((byte)'[')));

    /// <inheritdoc cref="SizeOf(ReadOnlySpan{byte})"/>
    public static long SizeOf(string json)
    {
        var text = json.AsSpan();
        return Encoding.UTF8.GetByteCount(text) + (ValueSize * ((long)text.Count(',') + text.Count('{') + text.Count('[')));
    }

    /// <summary>Takes more; false when not so much is left.</summary>
    public bool TryTake(long part)
    {
        if (!budget.TryTake(Over(Taken + part) - Over(Taken)))
        {
            return false;
        }

        Taken += part;
        return true;
    }

    /// <summary>Gives back what was taken since <see cref="Taken"/> had a value.</summary>
    public void ReturnTo(long taken)
    {
        budget.Give(Over(Taken) - Over(taken));
        Taken = taken;
    }

    public void Dispose() => ReturnTo(0);

    private static long Over(long size) => Math.Max(0, size - Free);
}
