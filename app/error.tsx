'use client';
import { WentWrong } from '@/components/ui/went-wrong';

export default function ErrorPage() {
  return <WentWrong />;
}
